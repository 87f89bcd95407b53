from app.hub import *
