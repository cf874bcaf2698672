"""The licences of what the engine runs on, as each package's own metadata tells them, in SPDX's words."""

LICENCES = {
    "certifi": "MPL-2.0",
    "charset-normalizer": "MIT",
    "flatbuffers": "Apache-2.0",
    "idna": "BSD-3-Clause",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "onnxruntime": "MIT",
    "packaging": "Apache-2.0 OR BSD-2-Clause",
    "pillow": "MIT-CMU",
    "platformdirs": "MIT",
    "protobuf": "BSD-3-Clause",
    "requests": "Apache-2.0",
    "urllib3": "MIT",
}
