"""What makes a release out of a commit: `make release`. Not part of the distribution itself.

The locks name what is installed, the licences say whether it may be shipped; wheel, sdist, the bill
of materials (SBOM) and the wheelhouse for a closed network are made from both.
"""
