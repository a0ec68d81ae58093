"""工作台账: registers that a district defines, their entries, evidence, figures and samples."""
