import tensorflow as tf
import tensorflow.compat.v1.train
import tensorflow.train

tensorflow.compat.v1.train.Adam(tf.compat.v1.Session)
