import { useLocalStorage } from "@mantine/hooks";

/** Whether this device keeps the paragraph under discussion in view. */
export function useFollowing(): [boolean, (following: boolean) => void] {
  const [following, setFollowing] = useLocalStorage({
    key: "concord.follow",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return [following, setFollowing];
}
