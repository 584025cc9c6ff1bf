"""What developers run: both servers, and sellers who onboard by themselves. Not part of the wheel."""
