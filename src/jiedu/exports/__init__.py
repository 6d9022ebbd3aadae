"""The rows of an edition in the forms that other programs read."""
