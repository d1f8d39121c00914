"""``python -m revshare_workbooks`` is the ``revshare`` command."""

import sys

from revshare_workbooks.cli import main

sys.exit(main())
