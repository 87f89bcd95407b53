from ft_pred.cli import main

main()
