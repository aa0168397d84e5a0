using System.Globalization;
using Insights.Web.Hosting;
using Insights.Web.Quiet;
using Insights.Web.Verbs;

// Only who looks at a page chooses a language; the log, the verbs and mail do not follow that of the machine.
CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
if (args is [var first, ..] && Verbs.Names(first))
    return await Verbs.RunAsync(args, VerbConsole.OfProcess(), new VerbProduct([]));

try
{
    var app = InsightsApp.Build(args);
    await app.PrepareAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (fault is InvalidDataException or Insights.Storage.Sqlite.DatabaseInUseException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync("Another process listens at the address of --urls.");
    return 1;
}
catch (Exception fault)
{
    // Its words may hold a setting, and settings may be secrets.
    await Console.Error.WriteLineAsync($"It broke off: {QuietFault.Of(fault)}");
    return 1;
}

/// <summary>The entry point, named so that tests can start the process's host.</summary>
public partial class Program;
