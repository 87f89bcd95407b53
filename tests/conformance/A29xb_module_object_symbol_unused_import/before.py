import p.io
import p.io as pio

p.io.other()
pio.other()
