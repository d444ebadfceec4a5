"""Who acts: the register of a document's bodies, their names, its publisher, and what noun phrases stand for."""
