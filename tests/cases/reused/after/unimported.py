import tensorflow as tf

tf.compat.v1.train.Adam(tf.compat.v1.Session)
