"""A Spark cluster of our own for one check: master and workers as processes, files on S3 only.

`cluster` starts and ends the processes, `s3a` says how Spark reaches an S3 server, `sockets` looks
whether anything of it can be reached from elsewhere. What is asked of it stands in
`lab.compat.spark_cluster` and `lab.compat.spark_faults`.
"""
