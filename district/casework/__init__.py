"""What a district sets of casework (办理): units' routing, deadlines, working days, retention, meetings, answers."""
