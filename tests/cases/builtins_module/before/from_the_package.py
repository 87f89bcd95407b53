from six import moves

with mock.patch.object(moves.builtins, "open"):
    print(moves.builtins.open, moves.queue.Queue)
