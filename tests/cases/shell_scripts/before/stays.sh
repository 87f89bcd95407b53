echo "nothing of it"
