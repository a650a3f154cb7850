using Apimart.Video.Journal;

namespace Apimart.Video.Loading;

/// <summary>The part of the module that talks to a database; it and what it needs are loaded when the first one is named.</summary>
internal static class DatabaseDriver
{
    internal const string AssemblyName = "Apimart.Video.PostgreSql";
    private const string FactoryName = "Apimart.Video.Journal.PostgreSqlJournalFactory";

    private static readonly Lazy<IJournalFactory> s_factory = new(Load, LazyThreadSafetyMode.PublicationOnly);

    /// <exception cref="Api.ApimartException">The module was installed without that part.</exception>
    internal static IJournalFactory Factory => s_factory.Value;

    private static IJournalFactory Load()
    {
        try
        {
            return (IJournalFactory)Activator.CreateInstance(DependencyContext.LoadOwn(AssemblyName).GetType(FactoryName, throwOnError: true)!)!;
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or TypeLoadException)
        {
            throw JournalErrors.NoDriver(fault);
        }
    }
}
