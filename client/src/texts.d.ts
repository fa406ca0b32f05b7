/** Text files become strings in the bundle. */
declare module "*.txt" {
  const text: string;
  export default text;
}
