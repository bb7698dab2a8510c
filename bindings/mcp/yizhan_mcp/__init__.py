# SPDX-License-Identifier: MIT
"""An MCP server that searches indexes of Yizhan, and only reads them."""
from .server import make_server

__all__ = ["make_server"]
