"""报送、汇总、考评: pages for who files, for who takes what is filed, and for points."""
