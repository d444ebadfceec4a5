"""How much two commitments say the same: what a comparison of two plans, and the links within one, are told by."""
