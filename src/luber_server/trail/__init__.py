"""trail: every official act leaves a leaf in the transparency log, which is served to everyone."""
