import colorama
import git
import bs4
import yaml
import requests

print(colorama, git, bs4, yaml, requests)
