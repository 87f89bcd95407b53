agent.run("""Tell me of 'all that old-tools can do'. \
Be short""")
agent.run("what old-tools does")
session.run("sh", "-c", "echo 'old-tools is gone'")
