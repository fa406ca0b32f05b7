// A second opinion on a log: the reference packages of Go's module system (golang.org/x/mod/sumdb/note and tlog,
// Debian: golang-golang-x-mod-dev) read a folder that Luber published.
//
//	main FOLDER VKEY INDEX OLD_SIZE
//
// Opens the signed checkpoint, reads the tiles through tlog.TileHashReader (which authenticates each against the root),
// proves the inclusion of the leaf INDEX and the consistency with the first OLD_SIZE leaves, and prints both roots.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

// path is the C2SP name of a tile: without the height that Go's own tile paths carry.
func path(t tlog.Tile) string {
	parts := strings.Split(t.Path(), "/")
	level := parts[2]
	if level == "data" {
		level = "entries"
	}
	return filepath.Join(append([]string{"tile", level}, parts[3:]...)...)
}

type folder string

func (f folder) Height() int                      { return 8 }
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), path(tile)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func entry(root string, index, size int64) []byte {
	width := size - index/256*256
	if width > 256 {
		width = 256
	}
	name := path(tlog.Tile{H: 8, L: -1, N: index / 256, W: int(width)})
	data := must(os.ReadFile(filepath.Join(root, name)))
	for skip := index % 256; ; skip-- {
		length := int(data[0])<<8 | int(data[1])
		if skip == 0 {
			return data[2 : 2+length]
		}
		data = data[2+length:]
	}
}

func main() {
	root, vkey := os.Args[1], os.Args[2]
	index := must(strconv.ParseInt(os.Args[3], 10, 64))
	oldSize := must(strconv.ParseInt(os.Args[4], 10, 64))

	verifier := must(note.NewVerifier(vkey))
	signed := must(note.Open(must(os.ReadFile(filepath.Join(root, "checkpoint"))), note.VerifierList(verifier)))
	lines := strings.Split(signed.Text, "\n")
	if lines[0] != verifier.Name() {
		must(0, fmt.Errorf("origin %q is not %q", lines[0], verifier.Name()))
	}
	size := must(strconv.ParseInt(lines[1], 10, 64))
	var hash tlog.Hash
	copy(hash[:], must(base64.StdEncoding.DecodeString(lines[2])))

	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: hash}, folder(root))
	leaf := tlog.RecordHash(entry(root, index, size))
	proof := must(tlog.ProveRecord(size, index, reader))
	must(0, tlog.CheckRecord(proof, size, hash, index, leaf))

	oldHash := must(tlog.TreeHash(oldSize, reader))
	treeProof := must(tlog.ProveTree(size, oldSize, reader))
	must(0, tlog.CheckTree(treeProof, size, hash, oldSize, oldHash))
	fmt.Printf("%s %s\n", hash, oldHash)
}
