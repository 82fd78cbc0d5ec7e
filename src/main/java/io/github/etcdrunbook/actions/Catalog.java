package io.github.etcdrunbook.actions;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.actions.controlplane.ControlPlaneCheck;
import io.github.etcdrunbook.actions.controlplane.FilesSave;
import io.github.etcdrunbook.actions.controlplane.KubeletRestart;
import io.github.etcdrunbook.actions.controlplane.UnitStart;
import io.github.etcdrunbook.actions.controlplane.UnitStop;
import io.github.etcdrunbook.actions.etcd.AddCheck;
import io.github.etcdrunbook.actions.etcd.AlarmDisarm;
import io.github.etcdrunbook.actions.etcd.DataCopy;
import io.github.etcdrunbook.actions.etcd.DataPark;
import io.github.etcdrunbook.actions.etcd.DataSwap;
import io.github.etcdrunbook.actions.etcd.EtcdCompact;
import io.github.etcdrunbook.actions.etcd.EtcdDefragment;
import io.github.etcdrunbook.actions.etcd.EtcdKeys;
import io.github.etcdrunbook.actions.etcd.EtcdQuota;
import io.github.etcdrunbook.actions.etcd.EtcdSpace;
import io.github.etcdrunbook.actions.etcd.EtcdStatus;
import io.github.etcdrunbook.actions.etcd.ForceNewCluster;
import io.github.etcdrunbook.actions.etcd.JoinConfigure;
import io.github.etcdrunbook.actions.etcd.JoinStart;
import io.github.etcdrunbook.actions.etcd.MemberAddition;
import io.github.etcdrunbook.actions.etcd.MemberPromotion;
import io.github.etcdrunbook.actions.etcd.MemberRemoval;
import io.github.etcdrunbook.actions.etcd.MemberStop;
import io.github.etcdrunbook.actions.etcd.MembersVerify;
import io.github.etcdrunbook.actions.etcd.RemoveCheck;
import io.github.etcdrunbook.actions.etcd.RestoreCheck;
import io.github.etcdrunbook.actions.etcd.RestoreStage;
import io.github.etcdrunbook.actions.etcd.RestoreVerify;
import io.github.etcdrunbook.actions.etcd.SnapshotSave;
import io.github.etcdrunbook.actions.etcd.SurvivorCheck;
import io.github.etcdrunbook.actions.etcd.WriteProbe;
import io.github.etcdrunbook.actions.health.EtcdHealth;
import io.github.etcdrunbook.actions.host.HostCommand;
import io.github.etcdrunbook.actions.host.KeepCopies;
import io.github.etcdrunbook.actions.snapshot.SnapshotDistribute;
import io.github.etcdrunbook.actions.snapshot.SnapshotFilling;
import io.github.etcdrunbook.actions.snapshot.SnapshotLoss;
import io.github.etcdrunbook.actions.snapshot.SnapshotRecount;
import io.github.etcdrunbook.actions.snapshot.SnapshotRetain;
import io.github.etcdrunbook.actions.snapshot.SnapshotVerify;
import java.util.List;

/** All actions, sorted by name. Adding one is one file and one line here. */
public final class Catalog {
  private static final List<Action<?, ?, ?>> ACTIONS =
      List.of(
          new ControlPlaneCheck(),
          new FilesSave(),
          new KubeletRestart(),
          new UnitStart(),
          new UnitStop(),
          new AddCheck(),
          new AlarmDisarm(),
          new EtcdCompact(),
          new DataCopy(),
          new DataPark(),
          new DataSwap(),
          new EtcdDefragment(),
          new ForceNewCluster(),
          new EtcdHealth(),
          new JoinConfigure(),
          new JoinStart(),
          new EtcdKeys(),
          new MemberAddition(),
          new MemberPromotion(),
          new MemberRemoval(),
          new MemberStop(),
          new MembersVerify(),
          new EtcdQuota(),
          new RemoveCheck(),
          new RestoreCheck(),
          new RestoreStage(),
          new RestoreVerify(),
          new SnapshotSave(),
          new EtcdSpace(),
          new EtcdStatus(),
          new SurvivorCheck(),
          new WriteProbe(),
          new HostCommand(),
          new KeepCopies(),
          new SnapshotDistribute(),
          new SnapshotFilling(),
          new SnapshotLoss(),
          new SnapshotRecount(),
          new SnapshotRetain(),
          new SnapshotVerify());

  private Catalog() {}

  /** The actions, sorted by the name in their manual. */
  public static List<Action<?, ?, ?>> actions() {
    return ACTIONS;
  }
}
