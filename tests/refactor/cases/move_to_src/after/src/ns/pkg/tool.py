import sys
def main(): return sys
if __name__ == "__main__": main()
