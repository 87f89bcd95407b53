import tensorflow as tf

with tf.compat.v1.Session() as s:
    pass
