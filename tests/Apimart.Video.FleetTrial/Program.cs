using Apimart.Video.FleetTrial;

FleetOptions options = FleetOptions.Parse(args);
return options.Design == FleetDesign.Intent
    ? await new FleetMachine(options).RunAsync()
    : await new CondemnedMachine(options).RunAsync();
