import tensorflow as tf
import tensorflow.train

tf.train.Adam(tf.Session)
