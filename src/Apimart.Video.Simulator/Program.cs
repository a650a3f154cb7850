System.Console.Error.WriteLine("The simulator follows.");
return 1;
