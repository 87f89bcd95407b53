import fsspec
import ruamel.yaml
import strange
from google.cloud import storage
from google.cloud.pubsub import Client

HERE = "."


def connect(engine="duckdb"):
    return engine, fsspec, strange, storage, Client, ruamel
