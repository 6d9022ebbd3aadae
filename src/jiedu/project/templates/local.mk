# Where jiedu was when this project was made: for this machine alone, and in .gitignore.
JIEDU ?= << jiedu >>
