from p import io

io.other()
