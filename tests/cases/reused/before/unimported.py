import tensorflow as tf

tf.train.Adam(tf.Session)
