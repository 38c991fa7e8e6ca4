"""What a pre-flight found (`findings`), views of it, its forms (`formats`, one file each), and on top `report`."""
