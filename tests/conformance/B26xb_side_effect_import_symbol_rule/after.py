import a.b.c
import a.b
