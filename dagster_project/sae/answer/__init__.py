"""What goes back to whoever sent a report: findings with their cells, and a copy to mend."""
