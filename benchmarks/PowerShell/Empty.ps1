[Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
