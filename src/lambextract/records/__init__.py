"""What is published: the records of a dataset and of a comparison, with their types and meanings."""
