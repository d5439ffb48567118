"""What the Python commands of Scripts share; none of these is a command."""
