"""How reliable lambextract is, measured: odd files, kills, mutations, growth, determinism. ``make reliability`` tells all of it."""
