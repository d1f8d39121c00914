"""Who gets what when an AI lab sells through a cloud: the model.

Import by module: ``from revshare.case_file import read_case``, ``from revshare.projection import project``.
"""
