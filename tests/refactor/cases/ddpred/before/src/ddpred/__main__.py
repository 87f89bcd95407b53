from ddpred.cli import main

main()
