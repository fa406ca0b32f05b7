"""The command `luber`: what an auditor, a trustee or a credential authority runs alone, without a server.

One file a command. Files are those of belenios-tool, so that the two can be mixed step by step. `serve` and
`demo` are doors to `luber_server`, which is imported only when they are called.
"""
