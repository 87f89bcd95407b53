import dr_ingest  # codemod: ignore[retired-import]
import dr_showntell  # codemod: ignore
import hf_utils

hf_utils.none()  # codemod: ignore[unknown-name]
