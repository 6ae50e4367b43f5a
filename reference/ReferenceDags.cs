using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Reference.MockAndStub;
using Windtunnel.Reference.TestEnvironments;

namespace Windtunnel.Reference;

/// <summary>All reference DAGs, in the order of the catalogue.</summary>
public static class ReferenceDags
{
    public static Bundle Dags { get; } = Bundle.Of()
        .With(FlightsEtl.Id, FlightsEtl.Create, LocalWorld.Aviation)
        .With(DelayRouting.Id, () => DelayRouting.Create(), LocalWorld.Aviation)
        .With(AirportFanOut.Id, AirportFanOut.Create, LocalWorld.Aviation)
        .With(WeatherYear.Id, WeatherYear.Create, LocalWorld.Weather)
        .With(StrikesToDashboard.Id, StrikesToDashboard.Create, LocalWorld.Strikes, followedBy: [StrikeCosts.Id, StrikeDashboard.Id])
        .With(StrikeCosts.Id, StrikeCosts.Create, LocalWorld.Strikes)
        .With(StrikeDashboard.Id, StrikeDashboard.Create, LocalWorld.Strikes)
        .With(WarehouseRerun.Id, () => WarehouseRerun.Create(), LocalWorld.Aviation)
        .With(EphemeralPostgres.Id, EphemeralPostgres.Create, LocalWorld.Aviation)
        .With(WholeStack.Id, WholeStack.Create, LocalWorld.Aviation)
        .With(DeploymentCheck.Id, () => DeploymentCheck.Create(), LocalWorld.Deployment)
        .With(ConfigAndSecrets.Id, ConfigAndSecrets.Create, LocalWorld.Partner)
        .With(SideBySide.Id, SideBySide.Create, LocalWorld.Aviation)
        .With(Parity.Id, () => Parity.Create(), LocalWorld.Parity)
        .With(FlightStatusApi.Id, FlightStatusApi.Create, LocalWorld.Aviation)
        .With(ContextDoubles.Id, ContextDoubles.Create, LocalWorld.Aviation)
        .With(FareDatabase.Id, FareDatabase.Create, LocalWorld.Aviation)
        .With(CloudDropZone.Id, () => CloudDropZone.Create(), LocalWorld.DropZone)
        .With(FileInbox.Id, FileInbox.Create, LocalWorld.Inbox);
}
