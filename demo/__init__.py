"""One invented district, told by calling actions. No place, unit or telephone number in it exists."""
