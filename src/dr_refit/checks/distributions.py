"""Which distribution brings which top-level module, where their names tell not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from dr_refit.manifests.names import canonical
from dr_refit.names import is_under, root

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Distribution -> its modules.
_MODULES: Final = {
    "attrs": "attr attrs",
    "beautifulsoup4": "bs4",
    "biopython": "Bio",
    "faiss-cpu": "faiss",
    "faiss-gpu": "faiss",
    "gitpython": "git",
    "google-api-python-client": "apiclient googleapiclient",
    "google-auth": "google.auth google.oauth2",
    "grpcio": "grpc",
    "hydra-core": "hydra",
    "ipykernel": "ipykernel IPython",
    "ipython": "IPython",
    "ipywidgets": "ipywidgets IPython",
    "jupyter": "jupyter IPython",
    "jupyterlab": "jupyterlab IPython",
    "levenshtein": "Levenshtein",
    "lightning": "lightning lightning_fabric pytorch_lightning",
    "matplotlib": "matplotlib mpl_toolkits pylab",
    "msgpack-python": "msgpack",
    "mypy": "mypy mypy_extensions mypyc typing_extensions",
    "mysql-connector-python": "mysql.connector",
    "mysqlclient": "MySQLdb",
    "nvidia-ml-py": "pynvml",
    "opencv-contrib-python": "cv2",
    "opencv-python": "cv2",
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
    "protobuf": "google.protobuf",
    "psycopg": "psycopg psycopg_pool",
    "psycopg2-binary": "psycopg2",
    "pycryptodome": "Crypto",
    "pycryptodomex": "Cryptodome",
    "pygithub": "github",
    "pygobject": "gi",
    "pyjwt": "jwt",
    "pymupdf": "fitz pymupdf",
    "pyopenssl": "OpenSSL",
    "pyserial": "serial",
    "pytest": "pytest _pytest",
    "python-dateutil": "dateutil",
    "python-docx": "docx",
    "python-dotenv": "dotenv",
    "python-jose": "jose",
    "python-lsp-server": "pylsp",
    "python-magic": "magic",
    "python-multipart": "multipart python_multipart",
    "python-pptx": "pptx",
    "python-slugify": "slugify",
    "pytorch-lightning": "pytorch_lightning",
    "pyyaml": "yaml _yaml",
    "pyzmq": "zmq",
    "scikit-image": "skimage",
    "scikit-learn": "sklearn",
    "scikit-optimize": "skopt",
    "setuptools": "setuptools pkg_resources",
    "vl-convert-python": "vl_convert",
}
#: What came with Python once, or will: it is the same, whichever Python asks.
_OTHER_PYTHONS: Final = frozenset(
    [
        *("aifc", "asynchat", "asyncore", "audioop", "cgi", "cgitb", "chunk", "crypt"),
        *("distutils", "imghdr", "imp", "lib2to3", "mailcap", "msilib", "nis"),
        *("nntplib", "ossaudiodev", "pipes", "smtpd", "sndhdr", "spwd", "sunau"),
        *("telnetlib", "uu", "xdrlib", "annotationlib", "compression", "profiling"),
    ]
)
#: What other packages load, or what is run, and no code imports.
_UNSEEN: Final = frozenset(
    [
        *("fastparquet", "lxml", "openpyxl", "pyarrow", "tables", "tabulate"),
        *("tzdata", "xlrd", "xlsxwriter", "zstandard"),
        *("mysqlclient", "psycopg", "psycopg2", "psycopg2-binary", "pymysql"),
        *("gunicorn", "hypercorn", "python-multipart", "uvicorn"),
        *("ipykernel", "ipywidgets", "jupyter", "jupyterlab", "marimo", "notebook"),
        *("pip", "setuptools", "wheel", "vl-convert-python", "sentencepiece"),
    ]
)


def brings(distribution: str, dotted: str) -> bool:
    """Return whether a distribution, in its one spelling, has a module, or its name."""
    if distribution in _MODULES:
        return any(is_under(dotted, one) for one in _MODULES[distribution].split())
    name = canonical(root(dotted))
    if distribution in {name, f"python-{name}", f"{name}-python", f"py{name}"}:
        return True
    # google.cloud.storage  of  google-cloud-storage
    return f"{canonical(dotted)}-".startswith(f"{distribution}-")


def may_bring(distribution: str, dotted: str) -> bool:
    """Return whether a distribution may have a module: their names are alike."""
    name = canonical(root(dotted)).replace("-", "")
    short, long = sorted((distribution.replace("-", ""), name), key=len)
    return brings(distribution, dotted) or (
        distribution not in _MODULES and len(short) > 2 and short in long
    )


def is_unseen(distribution: str) -> bool:
    """Return whether a distribution does its work without being imported."""
    stubs = distribution.startswith("types-") or distribution.endswith("-stubs")
    return stubs or distribution in _UNSEEN


#: What type checkers bring.
TYPING: Final = frozenset(["_typeshed", "typing_extensions"])


def is_builtin(module: str) -> bool:
    """Return whether a top-level module comes with Python."""
    known = sys.stdlib_module_names | _OTHER_PYTHONS
    return module in known or module in {"", "__main__"}


def named_for(package: str) -> Iterator[str]:
    """Yield the distributions that a top-level package is known to come from."""
    yield canonical(package)
    for name, modules in _MODULES.items():
        if package in map(root, modules.split()):
            yield name
